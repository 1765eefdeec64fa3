/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query BotMarket($eventId: ID) {\n  event(eventId: $eventId) {\n    status\n    parameters {\n      transactionFeeBps\n    }\n  }\n  marketSnapshot(eventId: $eventId) {\n    cursor\n    projects {\n      projectId\n      ticker\n      currentPrice\n      basePrice\n      isActive\n    }\n  }\n}\n\nsubscription BotPrices($eventId: ID, $after: Cursor) {\n  priceUpdated(eventId: $eventId, after: $after, mode: LATEST) {\n    projectId\n    ticker\n    currentPrice\n    basePrice\n    source\n    cursor\n  }\n}\n\nquery BotPortfolio($eventId: ID) {\n  portfolio(eventId: $eventId) {\n    account {\n      cashBalance\n    }\n    holdings {\n      project {\n        projectId\n      }\n      shares\n      avgPrice\n    }\n  }\n}\n\nquery BotQuote($projectId: ID!, $side: Side!, $cash: Decimal, $shares: Decimal) {\n  quote(projectId: $projectId, side: $side, cash: $cash, shares: $shares) {\n    shares\n    cashDelta\n  }\n}\n\nmutation BotBuy($input: BuyInput!) {\n  buy(input: $input) {\n    trade {\n      shares\n      cashDelta\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n}\n\nmutation BotSell($input: SellInput!) {\n  sell(input: $input) {\n    trade {\n      shares\n      cashDelta\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n}": typeof types.BotMarketDocument,
};
const documents: Documents = {
    "query BotMarket($eventId: ID) {\n  event(eventId: $eventId) {\n    status\n    parameters {\n      transactionFeeBps\n    }\n  }\n  marketSnapshot(eventId: $eventId) {\n    cursor\n    projects {\n      projectId\n      ticker\n      currentPrice\n      basePrice\n      isActive\n    }\n  }\n}\n\nsubscription BotPrices($eventId: ID, $after: Cursor) {\n  priceUpdated(eventId: $eventId, after: $after, mode: LATEST) {\n    projectId\n    ticker\n    currentPrice\n    basePrice\n    source\n    cursor\n  }\n}\n\nquery BotPortfolio($eventId: ID) {\n  portfolio(eventId: $eventId) {\n    account {\n      cashBalance\n    }\n    holdings {\n      project {\n        projectId\n      }\n      shares\n      avgPrice\n    }\n  }\n}\n\nquery BotQuote($projectId: ID!, $side: Side!, $cash: Decimal, $shares: Decimal) {\n  quote(projectId: $projectId, side: $side, cash: $cash, shares: $shares) {\n    shares\n    cashDelta\n  }\n}\n\nmutation BotBuy($input: BuyInput!) {\n  buy(input: $input) {\n    trade {\n      shares\n      cashDelta\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n}\n\nmutation BotSell($input: SellInput!) {\n  sell(input: $input) {\n    trade {\n      shares\n      cashDelta\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n}": types.BotMarketDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query BotMarket($eventId: ID) {\n  event(eventId: $eventId) {\n    status\n    parameters {\n      transactionFeeBps\n    }\n  }\n  marketSnapshot(eventId: $eventId) {\n    cursor\n    projects {\n      projectId\n      ticker\n      currentPrice\n      basePrice\n      isActive\n    }\n  }\n}\n\nsubscription BotPrices($eventId: ID, $after: Cursor) {\n  priceUpdated(eventId: $eventId, after: $after, mode: LATEST) {\n    projectId\n    ticker\n    currentPrice\n    basePrice\n    source\n    cursor\n  }\n}\n\nquery BotPortfolio($eventId: ID) {\n  portfolio(eventId: $eventId) {\n    account {\n      cashBalance\n    }\n    holdings {\n      project {\n        projectId\n      }\n      shares\n      avgPrice\n    }\n  }\n}\n\nquery BotQuote($projectId: ID!, $side: Side!, $cash: Decimal, $shares: Decimal) {\n  quote(projectId: $projectId, side: $side, cash: $cash, shares: $shares) {\n    shares\n    cashDelta\n  }\n}\n\nmutation BotBuy($input: BuyInput!) {\n  buy(input: $input) {\n    trade {\n      shares\n      cashDelta\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n}\n\nmutation BotSell($input: SellInput!) {\n  sell(input: $input) {\n    trade {\n      shares\n      cashDelta\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n}"): typeof import('./graphql.ts').BotMarketDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
