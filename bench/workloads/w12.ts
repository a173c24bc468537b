import { Product, Typist } from '../product.ts'
import type { Workload } from '../workload.ts'

const TEXT =
  '# Today\n\n- [ ] ship it\n- [x] write it down\n\nSomebody said *let us write that down*.'

export const w12: Workload = {
  id: 'w12',
  title: 'The whole product: from `npm start` to ready, from `/doc create` to the card',
  expectation:
    'A card is one request to the API, one merge, one drawing and one upload, each some tens of milliseconds at ' +
    'most; Discord allows three seconds. Starting loads three programs at once, and the bot logs in.',
  cases: ['/doc create in the sandbox'],
  figures: [
    { id: 'card', title: 'command to card p50 ms', better: 'less', digits: 0 },
    { id: 'first', title: 'the first of all ms', better: 'less', digits: 0 },
    { id: 'slowest', title: 'the slowest of the others ms', better: 'less', digits: 0 },
    { id: 'start', title: 'start to ready ms', better: 'less', digits: 0 },
  ],
  contestants: ['sticky'],
  targets: [
    { figure: 'card', of: 'sticky', bound: 150 },
    { figure: 'first', of: 'sticky', bound: 1_000 },
    { figure: 'slowest', of: 'sticky', bound: 1_000 },
    { figure: 'start', of: 'sticky', bound: 5_000 },
  ],
  run: async ({ warmUp, duration }) => {
    const product = await Product.start()
    try {
      const ada = await Typist.sitDown('ada')
      const { took: first } = await ada.create('The first', TEXT)
      const began = performance.now()
      const times: number[] = []
      for (let i = 0; performance.now() - began < warmUp + duration; i += 1) {
        const { took } = await ada.create(`Plan ${i}.`, TEXT)
        if (performance.now() - began > warmUp) times.push(took)
      }
      ada.leave()
      times.sort((a, b) => a - b)
      const card = times[Math.floor(times.length / 2)]
      const slowest = times.at(-1)
      if (card === undefined || slowest === undefined)
        throw new Error('Not one card was there in time. Give it more --seconds.')
      return { card, first, slowest, start: product.startUp }
    } finally {
      await product.stop()
    }
  },
}
