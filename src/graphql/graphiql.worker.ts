/** Renders GraphiQL in a thread of its own, whose memory goes with it: the server keeps only the compressed page. */
import { parentPort, workerData } from 'node:worker_threads'
import { gzipSync } from 'node:zlib'
import { renderGraphiQL } from '@graphql-yoga/render-graphiql'
import type { GraphiQLOptions } from 'graphql-yoga'

parentPort?.postMessage(gzipSync(renderGraphiQL(workerData as GraphiQLOptions)))
