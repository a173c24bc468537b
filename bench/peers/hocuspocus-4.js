import { Server } from 'hocuspocus-4'

const server = new Server({ port: 0, address: '127.0.0.1', quiet: true })
await server.listen()
process.send({ ready: true, url: `http://127.0.0.1:${server.address.port}` })
