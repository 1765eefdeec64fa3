/**
 * Imported before anything else by who serves: graphql looks for twins of its classes in every value that it is given unless
 * the environment says production when it is loaded, which is a quarter of what it does for a buy.
 */
process.env['NODE_ENV'] ??= 'production'
