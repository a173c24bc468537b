import type { Texts } from './text/texts.ts'

/** What the bot itself cannot do for somebody: `say` tells them in their language, with what to do. */
export class Refusal extends Error {
  readonly say: (texts: Texts) => string

  constructor(say: (texts: Texts) => string) {
    super('refused by the bot')
    this.name = 'Refusal'
    this.say = say
  }
}
