import { createServer } from 'node:http'
import { setPersistence, setupWSConnection } from '@y/websocket-server/utils'
import WebSocket from 'ws'
import { FOLDER, load, store } from './folder.js'

if (FOLDER !== undefined)
  setPersistence({ bindState: load, writeState: async (name, doc) => store(name, doc) })

// as the package's own server.js does it, which takes no port of the system's choice
const sockets = new WebSocket.Server({ noServer: true })
sockets.on('connection', setupWSConnection)
const server = createServer()
server.on('upgrade', (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (client) =>
    sockets.emit('connection', client, request),
  )
})
server.listen(0, '127.0.0.1', () => {
  process.send({ ready: true, url: `http://127.0.0.1:${server.address().port}` })
})
