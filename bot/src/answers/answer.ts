import { ComponentType } from 'discord.js'
import type { APIComponentInContainer, APIMessageTopLevelComponent } from 'discord.js'

/** What one person is told in private: Components V2 without flags, which depend on the way it takes. */
export type Answer = {
  components: APIMessageTopLevelComponent[]
  /** Each has to be shown by a component, as `attachment://<name>`. */
  files?: { attachment: Buffer; name: string }[]
}

export const answer = (...components: APIComponentInContainer[]): Answer => ({
  components: [{ type: ComponentType.Container, components }],
})
