/**
 * Imported before anything else by who serves. graphql looks for twins of its classes in every value that it is given unless
 * the environment says production when it is loaded, which is a quarter of what it does for a buy. And V8 is not to guess from
 * what lives long at the start, as documents and answers that are kept, where the same code's objects belong later: where it
 * guessed wrong, objects of each request were born old, and each scavenge took 6 ms instead of 0.8 (bench/RESULTS.md).
 */
import { setFlagsFromString } from 'node:v8'

process.env['NODE_ENV'] ??= 'production'
setFlagsFromString('--no-allocation-site-pretenuring')
