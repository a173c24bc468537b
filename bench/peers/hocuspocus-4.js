import { Server } from 'hocuspocus-4'
import { storage } from './storage.js'

const server = new Server({ port: 0, address: '127.0.0.1', quiet: true, extensions: storage })
await server.listen()
process.send({ ready: true, url: `http://127.0.0.1:${server.address.port}` })
