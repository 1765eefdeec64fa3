/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

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
    "query Market {\n  marketSnapshot {\n    cursor\n    projects {\n      id\n      projectId\n      ticker\n      currentPrice\n    }\n  }\n}\n\nsubscription PriceMoves($after: Cursor) {\n  priceUpdated(after: $after) {\n    projectId\n    ticker\n    currentPrice\n    sequence\n    source\n    headline\n    cursor\n  }\n}\n\nquery Holdings {\n  portfolio {\n    account {\n      id\n      cashBalance\n    }\n    holdings {\n      project {\n        id\n        projectId\n        ticker\n      }\n      shares\n      avgPrice\n      currentPrice\n    }\n  }\n}\n\nmutation BuyShares($input: BuyInput!) {\n  buy(input: $input) {\n    trade {\n      id\n      shares\n      price\n      cashDelta\n    }\n    project {\n      id\n      currentPrice\n    }\n    account {\n      id\n      cashBalance\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n}\n\nmutation SellShares($input: SellInput!) {\n  sell(input: $input) {\n    trade {\n      id\n      shares\n      price\n      cashDelta\n    }\n    project {\n      id\n      currentPrice\n    }\n    account {\n      id\n      cashBalance\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n}": typeof types.MarketDocument,
};
const documents: Documents = {
    "query Market {\n  marketSnapshot {\n    cursor\n    projects {\n      id\n      projectId\n      ticker\n      currentPrice\n    }\n  }\n}\n\nsubscription PriceMoves($after: Cursor) {\n  priceUpdated(after: $after) {\n    projectId\n    ticker\n    currentPrice\n    sequence\n    source\n    headline\n    cursor\n  }\n}\n\nquery Holdings {\n  portfolio {\n    account {\n      id\n      cashBalance\n    }\n    holdings {\n      project {\n        id\n        projectId\n        ticker\n      }\n      shares\n      avgPrice\n      currentPrice\n    }\n  }\n}\n\nmutation BuyShares($input: BuyInput!) {\n  buy(input: $input) {\n    trade {\n      id\n      shares\n      price\n      cashDelta\n    }\n    project {\n      id\n      currentPrice\n    }\n    account {\n      id\n      cashBalance\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n}\n\nmutation SellShares($input: SellInput!) {\n  sell(input: $input) {\n    trade {\n      id\n      shares\n      price\n      cashDelta\n    }\n    project {\n      id\n      currentPrice\n    }\n    account {\n      id\n      cashBalance\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n}": types.MarketDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Market {\n  marketSnapshot {\n    cursor\n    projects {\n      id\n      projectId\n      ticker\n      currentPrice\n    }\n  }\n}\n\nsubscription PriceMoves($after: Cursor) {\n  priceUpdated(after: $after) {\n    projectId\n    ticker\n    currentPrice\n    sequence\n    source\n    headline\n    cursor\n  }\n}\n\nquery Holdings {\n  portfolio {\n    account {\n      id\n      cashBalance\n    }\n    holdings {\n      project {\n        id\n        projectId\n        ticker\n      }\n      shares\n      avgPrice\n      currentPrice\n    }\n  }\n}\n\nmutation BuyShares($input: BuyInput!) {\n  buy(input: $input) {\n    trade {\n      id\n      shares\n      price\n      cashDelta\n    }\n    project {\n      id\n      currentPrice\n    }\n    account {\n      id\n      cashBalance\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n}\n\nmutation SellShares($input: SellInput!) {\n  sell(input: $input) {\n    trade {\n      id\n      shares\n      price\n      cashDelta\n    }\n    project {\n      id\n      currentPrice\n    }\n    account {\n      id\n      cashBalance\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n}"): (typeof documents)["query Market {\n  marketSnapshot {\n    cursor\n    projects {\n      id\n      projectId\n      ticker\n      currentPrice\n    }\n  }\n}\n\nsubscription PriceMoves($after: Cursor) {\n  priceUpdated(after: $after) {\n    projectId\n    ticker\n    currentPrice\n    sequence\n    source\n    headline\n    cursor\n  }\n}\n\nquery Holdings {\n  portfolio {\n    account {\n      id\n      cashBalance\n    }\n    holdings {\n      project {\n        id\n        projectId\n        ticker\n      }\n      shares\n      avgPrice\n      currentPrice\n    }\n  }\n}\n\nmutation BuyShares($input: BuyInput!) {\n  buy(input: $input) {\n    trade {\n      id\n      shares\n      price\n      cashDelta\n    }\n    project {\n      id\n      currentPrice\n    }\n    account {\n      id\n      cashBalance\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n}\n\nmutation SellShares($input: SellInput!) {\n  sell(input: $input) {\n    trade {\n      id\n      shares\n      price\n      cashDelta\n    }\n    project {\n      id\n      currentPrice\n    }\n    account {\n      id\n      cashBalance\n    }\n    userErrors {\n      code\n      message\n    }\n  }\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;