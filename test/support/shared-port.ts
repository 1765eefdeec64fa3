/**
 * A parent that shares its port with two doors that answer with their process id: forked, it is a door. It says its port
 * and its doors on standard output. A door that is asked for /full has no free descriptor from then on, until /free.
 */
import { fork } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { createServer } from 'node:http'
import { createLog } from '../../src/platform/log.ts'
import { openSharedPort, takeConnections } from '../../src/platform/shared-port.ts'

const PROGRAM = import.meta.filename
/** Few, so that they are soon used up. */
const WITH_FEW_DESCRIPTORS = ['-c', 'ulimit -n 200; exec "$0" "$@"', process.execPath]

/** Calls `onReady` when it takes connections. */
export function startDoor(onReady: () => void) {
  const door = fork(PROGRAM, ['door'], { execPath: '/bin/sh', execArgv: WITH_FEW_DESCRIPTORS })
  door.on('message', (message: { kind: string }) => message.kind === 'ready' && onReady())
  return door
}

async function runParent(): Promise<void> {
  const port = await openSharedPort({ port: 0, host: '127.0.0.1' }, createLog('silent'))
  console.log(`port ${port.port}`)
  let isOver = false
  const run = () => {
    const door = startDoor(() => {
      port.addDoor(door)
      console.log(`door ${door.pid}`)
    })
    door.once('exit', () => isOver || run())
  }
  run()
  run()
  process.once('SIGTERM', () => {
    isOver = true
    void port.close().then(() => process.exit(0))
  })
}

function runDoor(): void {
  const held: number[] = []
  const fill = () => {
    try {
      for (;;) held.push(openSync('/dev/null', 'r'))
    } catch {}
  }
  let isClosing = false
  const server = createServer((request, response) => {
    if (request.url === '/full') fill()
    if (request.url === '/free') for (const descriptor of held.splice(0)) closeSync(descriptor)
    response.end(`${process.pid}`)
  })
  server.listen(0, '127.0.0.1', () => {
    takeConnections((socket) => !isClosing && server.emit('connection', socket))
    process.send!({ kind: 'ready' })
  })
  process.once('SIGTERM', () => {
    isClosing = true
    server.closeIdleConnections()
    setTimeout(() => process.exit(0), 500)
  })
  process.once('disconnect', () => process.exit(0))
}

if (process.argv[1] === PROGRAM) {
  if (process.argv[2] === 'door') runDoor()
  else await runParent()
}
