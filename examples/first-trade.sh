#!/bin/sh
# A first trade with nothing but curl: a token of the development issuer, then one share.
# sh examples/first-trade.sh [http://localhost:4000] [you@example.com] [projectId]
set -eu
url=${1:-http://localhost:4000}
email=${2:-you@example.com}
json='content-type: application/json'

# value <name>: the first string of that name in the JSON on standard input.
value() { sed "s/.*\"$1\":\"\([^\"]*\)\".*/\1/"; }

token=$(curl -fsS "$url/dev/token" -H "$json" -d "{\"email\":\"$email\"}" | value token)
market='{"query":"{ projects(first: 1) { nodes { projectId } } }"}'
project=${3:-$(curl -fsS "$url/graphql" -H "$json" -d "$market" | value projectId)}

# The key makes it safe to send the same trade again when no answer came.
trade='{"query":"mutation ($input: BuyInput!) { buy(input: $input) {
  trade { shares price fee priceAfter } account { cashBalance } userErrors { code message } } }",
  "variables":{"input":{"projectId":"'$project'","shares":"1","idempotencyKey":"first-trade-'$$-$(date +%s)'"}}}'
curl -fsS "$url/graphql" -H "$json" -H "authorization: Bearer $token" -d "$(printf %s "$trade" | tr '\n' ' ')"
echo
