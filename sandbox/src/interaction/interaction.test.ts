import {
  ApplicationCommandOptionType as Option,
  ApplicationCommandType as CommandType,
  ApplicationIntegrationType as Install,
  ComponentType,
  EntryPointCommandHandlerType,
  InteractionContextType as Context,
  MessageFlags,
  TextInputStyle,
  type Interaction,
  type ModalSubmitInteraction,
} from 'discord.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Stage } from '../test/stage.ts'

let stage: Stage

beforeEach(async () => {
  stage = await Stage.open()
})
afterEach(() => stage.close())

const EVERYWHERE = {
  integrationTypes: [Install.GuildInstall, Install.UserInstall],
  contexts: [Context.Guild, Context.BotDM, Context.PrivateChannel],
}
const NOTE = { name: 'note', description: 'Notes', ...EVERYWHERE }

/** A value that a handler will hand over. */
const waitFor = <T>() => {
  let resolve = (_value: T) => {}
  const promise = new Promise<T>((fulfil) => {
    resolve = fulfil
  })
  return { promise, resolve }
}

describe('commands', () => {
  it('F70: carry options of every kind, with what they name', async () => {
    const heard = waitFor<Record<string, unknown>>()
    await stage.bot({
      commands: [
        {
          ...NOTE,
          options: [
            { type: Option.String, name: 'text', description: 'a' },
            { type: Option.Integer, name: 'count', description: 'b' },
            { type: Option.Boolean, name: 'loud', description: 'c' },
            { type: Option.User, name: 'who', description: 'd' },
            { type: Option.Role, name: 'role', description: 'e' },
            { type: Option.Channel, name: 'where', description: 'f' },
            { type: Option.Mentionable, name: 'any', description: 'g' },
          ],
        },
      ],
      onInteraction: async (interaction) => {
        if (!interaction.isChatInputCommand() || !interaction.inCachedGuild()) return
        const { options } = interaction
        heard.resolve({
          text: options.getString('text'),
          count: options.getInteger('count'),
          loud: options.getBoolean('loud'),
          who: options.getUser('who')?.username,
          nick: options.getMember('who')?.displayName,
          role: options.getRole('role')?.name,
          where: options.getChannel('where')?.name,
          any: options.getMentionable('any')?.toString(),
          locale: interaction.locale,
        })
        await interaction.reply('ok')
      },
    })
    const linus = await stage.page('linus')
    const grace = linus.state.people.find(({ key }) => key === 'grace')?.id ?? ''
    const editors = linus.state.roles.find(({ name }) => name === 'Editors')?.id ?? ''
    linus.use('note', 'general', {
      options: [
        { name: 'text', type: Option.String, value: 'hi' },
        { name: 'count', type: Option.Integer, value: 3 },
        { name: 'loud', type: Option.Boolean, value: true },
        { name: 'who', type: Option.User, value: grace },
        { name: 'role', type: Option.Role, value: editors },
        { name: 'where', type: Option.Channel, value: linus.channel('plans').id },
        { name: 'any', type: Option.Mentionable, value: editors },
      ],
    })
    expect(await heard.promise).toEqual({
      text: 'hi',
      count: 3,
      loud: true,
      who: 'grace.sandbox',
      nick: 'Grace',
      role: 'Editors',
      where: 'plans',
      any: `<@&${editors}>`,
      locale: 'de',
    })
    expect(stage.sandbox.violations()).toEqual([])
  })

  it('F70: of context menus carry the message or person, without the intent of message content', async () => {
    const heard: string[] = []
    await stage.bot({
      commands: [
        { name: 'Save', type: CommandType.Message, ...EVERYWHERE },
        { name: 'Greet', type: CommandType.User, ...EVERYWHERE },
      ],
      onInteraction: async (interaction) => {
        if (interaction.isMessageContextMenuCommand()) {
          heard.push(
            `${interaction.targetMessage.author.username}: ${interaction.targetMessage.content}`,
          )
          await interaction.reply({ content: 'saved', flags: MessageFlags.Ephemeral })
        } else if (interaction.isUserContextMenuCommand()) {
          heard.push(interaction.targetUser.username)
          await interaction.reply('hello')
        }
      },
    })
    const ada = await stage.page('ada')
    ada.send({ type: 'post', channelId: ada.channel('general').id, content: 'keep this' })
    const { message } = await ada.next('message-create')
    ada.use('Save', 'general', { targetId: message.id })
    expect((await ada.next('message-create')).message.content).toBe('saved')
    ada.use('Greet', 'general', { targetId: message.author.id })
    expect((await ada.next('message-create')).message.content).toBe('hello')
    expect(heard).toEqual(['ada.sandbox: keep this', 'ada.sandbox'])
    expect(stage.sandbox.violations()).toEqual([])
  })

  it('F70: are there for those who may use them, where they may', async () => {
    await stage.bot({
      commands: [
        NOTE,
        { name: 'manage', description: 'm', defaultMemberPermissions: '32', ...EVERYWHERE },
        { name: 'here', description: 'h', integrationTypes: [Install.GuildInstall] },
      ],
    })
    const [ada, linus] = [await stage.page('ada'), await stage.page('linus')]
    const names = (page: typeof ada, channel: string) =>
      page.state.commands
        .filter(({ id }) => page.channel(channel).commandIds.includes(id))
        .map(({ name }) => name)
        .toSorted()
    expect(names(ada, 'general')).toEqual(['here', 'manage', 'note'])
    expect(names(linus, 'general')).toEqual(['here', 'note'])
    // He may not write in #plans.
    expect(names(linus, 'plans')).toEqual([])
    // Nobody has installed the bot among people but Ada and Grace.
    expect(names(ada, 'weekend')).toEqual(['manage', 'note'])
    expect(names(linus, 'weekend')).toEqual([])
    expect(names(linus, 'Notes')).toEqual(['here', 'manage', 'note'])
  })

  it('F70: work in DMs and among people, where the bot is no member and edits by token only', async () => {
    const seen: unknown[] = []
    const bot = await stage.bot({
      commands: [NOTE],
      onInteraction: async (interaction) => {
        if (!interaction.isChatInputCommand()) return
        seen.push([
          interaction.context,
          interaction.authorizingIntegrationOwners.guildId,
          interaction.authorizingIntegrationOwners.userId,
          interaction.member,
          interaction.channelId,
        ])
        await interaction.reply('first')
        await interaction.editReply('second')
      },
    })
    const ada = await stage.page('ada')
    const [weekend, notes] = [ada.channel('weekend'), ada.channel('Notes')]
    ada.use('note', 'weekend')
    const { message } = await ada.next('message-update')
    expect(message.content).toBe('second')
    ada.use('note', 'Notes')
    await ada.next('message-update')
    const me = ada.state.me.id
    expect(seen).toEqual([
      [Context.PrivateChannel, null, me, null, weekend.id],
      [Context.BotDM, '0', me, null, notes.id],
    ])
    const edit = bot.rest.patch(`/channels/${weekend.id}/messages/${message.id}`, {
      body: { content: 'third' },
    })
    await expect(edit).rejects.toMatchObject({ code: 50_001 })
    await expect(bot.channels.fetch(notes.id)).resolves.toMatchObject({ id: notes.id })
    expect(stage.sandbox.violations()).toEqual([])
  })

  it('F70: of an app that only the person has installed answer in private where others must not see', async () => {
    await stage.bot({
      commands: [NOTE],
      onInteraction: (interaction) =>
        interaction.isChatInputCommand() ? interaction.reply('hello') : undefined,
    })
    await stage.change({ kind: 'leave-guild', person: 'bot' })
    const grace = await stage.page('grace')
    const isPrivate = async () => {
      grace.use('note', 'general')
      return (await grace.next('message-create')).message.ephemeral === true
    }
    expect(await isPrivate()).toBe(false)
    await stage.change({
      kind: 'role-permissions',
      role: '@everyone',
      permissions: ['ViewChannel', 'SendMessages', 'UseApplicationCommands'],
    })
    expect(await isPrivate()).toBe(true)
  })

  it('F70: fail for the person after 3 s, and their token dies', async () => {
    await stage.close()
    stage = await Stage.open({ answerWithinMs: 3000 })
    const late: unknown[] = []
    const held = waitFor<Interaction>()
    await stage.bot({ commands: [NOTE], onInteraction: (interaction) => held.resolve(interaction) })
    const ada = await stage.page('ada')
    ada.use('note', 'general')
    const interaction = await held.promise
    const { outcome, reason } = await ada.next('interaction')
    expect([outcome, reason]).toEqual(['failed', 'The application did not respond'])
    if (!interaction.isChatInputCommand()) throw new Error('not a command')
    await interaction.reply('too late').catch((error: { code: number }) => late.push(error.code))
    expect(late).toEqual([10_062])
  })

  it('F70: lose their token after a while', async () => {
    const held = waitFor<Interaction>()
    await stage.bot({
      commands: [NOTE],
      onInteraction: async (interaction) => {
        if (!interaction.isChatInputCommand()) return
        await interaction.reply('first')
        held.resolve(interaction)
      },
    })
    const ada = await stage.page('ada')
    ada.use('note', 'general')
    const interaction = await held.promise
    if (!interaction.isChatInputCommand()) throw new Error('not a command')
    await interaction.editReply('second')
    await stage.change({ kind: 'expire-interactions' })
    await expect(interaction.editReply('third')).rejects.toMatchObject({ code: 50_027 })
  })
})

describe('components', () => {
  it('F70: selects of all kinds take only what they offer, and say what was chosen', async () => {
    const chosen: unknown[] = []
    await stage.bot({
      commands: [NOTE],
      onInteraction: async (interaction) => {
        if (interaction.isChatInputCommand()) {
          await interaction.reply({
            components: [
              {
                type: ComponentType.ActionRow,
                components: [
                  {
                    type: ComponentType.StringSelect,
                    custom_id: 'string',
                    max_values: 2,
                    options: ['a', 'b', 'c'].map((value) => ({ label: value, value })),
                  },
                ],
              },
              ...[
                { type: ComponentType.UserSelect as const, custom_id: 'user' },
                { type: ComponentType.RoleSelect as const, custom_id: 'role' },
                { type: ComponentType.MentionableSelect as const, custom_id: 'any' },
                { type: ComponentType.ChannelSelect as const, custom_id: 'channel' },
              ].map((select) => ({
                type: ComponentType.ActionRow as const,
                components: [select],
              })),
            ],
          })
        } else if (interaction.isAnySelectMenu()) {
          chosen.push(interaction.values)
          if (interaction.isUserSelectMenu()) chosen.push(interaction.users.first()?.username)
          if (interaction.isRoleSelectMenu()) chosen.push(interaction.roles.first()?.name)
          await interaction.deferUpdate()
        }
      },
    })
    const ada = await stage.page('ada')
    ada.use('note', 'general')
    const { message } = await ada.next('message-create')
    await ada.next('interaction')
    const me = ada.state.me.id
    const editors = ada.state.roles.find(({ name }) => name === 'Editors')?.id ?? ''
    const choose = async (id: string, type: ComponentType, values: string[]) => {
      ada.press(message, id, type, values)
      return (await ada.next('interaction')).outcome
    }
    expect(await choose('string', ComponentType.StringSelect, ['a', 'c'])).toBe('answered')
    expect(await choose('string', ComponentType.StringSelect, ['z'])).toBe('failed')
    expect(await choose('string', ComponentType.StringSelect, ['a', 'b', 'c'])).toBe('failed')
    expect(await choose('user', ComponentType.UserSelect, [me])).toBe('answered')
    expect(await choose('role', ComponentType.RoleSelect, [editors])).toBe('answered')
    expect(await choose('any', ComponentType.MentionableSelect, [editors])).toBe('answered')
    const plans = ada.channel('plans').id
    expect(await choose('channel', ComponentType.ChannelSelect, [plans])).toBe('answered')
    expect(chosen).toEqual([
      ['a', 'c'],
      [me],
      'ada.sandbox',
      [editors],
      'Editors',
      [editors],
      [plans],
    ])
    expect(stage.sandbox.violations()).toEqual([])
  })

  it('F70: of an ephemeral message are for its addressee alone', async () => {
    const pressers: string[] = []
    await stage.bot({
      commands: [NOTE],
      onInteraction: async (interaction) => {
        if (interaction.isChatInputCommand()) {
          await interaction.reply({
            flags: MessageFlags.Ephemeral,
            components: [
              {
                type: ComponentType.ActionRow,
                components: [{ type: ComponentType.Button, style: 2, label: 'x', custom_id: 'x' }],
              },
            ],
          })
        } else if (interaction.isButton()) {
          pressers.push(interaction.user.username)
          await interaction.update({ content: 'pressed', components: [] })
        }
      },
    })
    const [ada, grace] = [await stage.page('ada'), await stage.page('grace')]
    ada.use('note', 'general')
    const { message } = await ada.next('message-create')
    grace.press(message, 'x')
    expect((await grace.next('interaction')).outcome).toBe('failed')
    ada.press(message, 'x')
    expect((await ada.next('message-update')).message.content).toBe('pressed')
    expect(pressers).toEqual(['ada.sandbox'])
  })
})

describe('modals', () => {
  const modal = {
    title: 'New note',
    custom_id: 'new',
    components: [
      {
        type: ComponentType.Label as const,
        label: 'Title',
        component: {
          type: ComponentType.TextInput as const,
          custom_id: 'title',
          style: TextInputStyle.Short,
          max_length: 10,
        },
      },
      {
        type: ComponentType.Label as const,
        label: 'Colour',
        component: {
          type: ComponentType.StringSelect as const,
          custom_id: 'colour',
          options: [
            { label: 'Red', value: 'red' },
            { label: 'Blue', value: 'blue', default: true },
          ],
        },
      },
      {
        type: ComponentType.Label as const,
        label: 'For',
        component: { type: ComponentType.UserSelect as const, custom_id: 'for' },
      },
      {
        type: ComponentType.Label as const,
        label: 'What',
        component: {
          type: ComponentType.CheckboxGroup as const,
          custom_id: 'what',
          min_values: 0,
          required: false,
          options: [
            { label: 'A', value: 'a' },
            { label: 'B', value: 'b' },
          ],
        },
      },
      {
        type: ComponentType.Label as const,
        label: 'Which',
        component: {
          type: ComponentType.RadioGroup as const,
          custom_id: 'which',
          options: [
            { label: 'One', value: '1' },
            { label: 'Two', value: '2' },
          ],
        },
      },
    ],
  }

  const entered = ({ fields }: ModalSubmitInteraction) => ({
    title: fields.getTextInputValue('title'),
    colour: fields.getStringSelectValues('colour'),
    for: fields.getSelectedUsers('for')?.first()?.username,
    what: fields.getCheckboxGroup('what'),
    which: fields.getRadioGroup('which'),
  })

  it('F70: open from a command, keep to their limits, come back with what was entered', async () => {
    const heard: unknown[] = []
    await stage.bot({
      commands: [NOTE],
      onInteraction: async (interaction) => {
        if (interaction.isChatInputCommand()) await interaction.showModal(modal)
        if (!interaction.isModalSubmit()) return
        heard.push(entered(interaction))
        await interaction.reply('made')
      },
    })
    const ada = await stage.page('ada')
    ada.use('note', 'general')
    const opened = await ada.next('modal')
    expect([opened.modal.title, opened.modal.components.length]).toEqual(['New note', 5])
    await ada.next('interaction')
    const send = (title: string) =>
      ada.send({
        type: 'modal-submit',
        nonce: 'm',
        modalId: opened.modal.id,
        values: { title, for: [ada.state.me.id], what: ['b'], which: '2' },
      })
    send('far too long a title')
    expect(await ada.next('interaction')).toMatchObject({ outcome: 'failed', reason: /10/ })
    send('Plan')
    expect((await ada.next('message-create')).message.content).toBe('made')
    expect(heard).toEqual([
      { title: 'Plan', colour: ['blue'], for: 'ada.sandbox', what: ['b'], which: '2' },
    ])
    send('again')
    expect((await ada.next('interaction', ({ outcome }) => outcome === 'failed')).nonce).toBe('m')
    expect(stage.sandbox.violations()).toEqual([])
  })

  it('F70: opened by a button may update its message; none opens another', async () => {
    const codes: unknown[] = []
    await stage.bot({
      commands: [NOTE],
      onInteraction: async (interaction) => {
        if (interaction.isChatInputCommand()) {
          await interaction.reply({
            content: 'before',
            components: [
              {
                type: ComponentType.ActionRow,
                components: [{ type: ComponentType.Button, style: 1, label: 'x', custom_id: 'x' }],
              },
            ],
          })
        } else if (interaction.isButton()) {
          await interaction.showModal({ ...modal, components: modal.components.slice(0, 1) })
        } else if (interaction.isModalSubmit() && interaction.isFromMessage()) {
          const { id, token, client } = interaction
          const body = { type: 9, data: { ...modal, components: modal.components.slice(0, 1) } }
          await client.rest
            .post(`/interactions/${id}/${token}/callback`, { auth: false, body })
            .catch((error: { code: unknown }) => codes.push(error.code))
          await interaction.update({ content: 'after', components: [] })
        }
      },
    })
    const ada = await stage.page('ada')
    ada.use('note', 'general')
    const { message } = await ada.next('message-create')
    ada.press(message, 'x')
    const { modal: opened } = await ada.next('modal')
    ada.send({ type: 'modal-submit', nonce: 'm', modalId: opened.id, values: { title: 'T' } })
    const { message: updated } = await ada.next('message-update')
    expect([updated.id, updated.content]).toEqual([message.id, 'after'])
    expect(codes).toEqual([50_035])
  })

  it('F70: of more than five parts are refused with their path', async () => {
    const codes: unknown[] = []
    await stage.bot({
      commands: [NOTE],
      onInteraction: async (interaction) => {
        if (!interaction.isChatInputCommand()) return
        const { id, token, client } = interaction
        const components = [...modal.components, { type: 10, content: 'six' }]
        const body = { type: 9, data: { ...modal, components } }
        await client.rest
          .post(`/interactions/${id}/${token}/callback`, { auth: false, body })
          .catch((error: { code: unknown; rawError: unknown }) =>
            codes.push(error.code, error.rawError),
          )
        await interaction.reply('still there')
      },
    })
    const ada = await stage.page('ada')
    ada.use('note', 'general')
    expect((await ada.next('message-create')).message.content).toBe('still there')
    expect(codes).toMatchObject([
      50_035,
      { errors: { data: { components: { _errors: [{ code: 'BASE_TYPE_BAD_LENGTH' }] } } } },
    ])
  })
})

describe('launches', () => {
  it('F70: fail in threads and without Activities, and leave the interaction open', async () => {
    const codes: unknown[] = []
    await stage.bot({
      commands: [NOTE],
      onInteraction: async (interaction) => {
        if (!interaction.isChatInputCommand()) return
        await interaction
          .launchActivity()
          .catch((error: { code: unknown }) => codes.push(error.code))
        await interaction.reply('here is a link')
      },
    })
    const ada = await stage.page('ada')
    ada.use('note', 'release')
    expect((await ada.next('message-create')).message.content).toBe('here is a link')
    await stage.change({ kind: 'activities', isEnabled: false })
    ada.use('note', 'general')
    expect((await ada.next('message-create')).message.content).toBe('here is a link')
    expect(codes).toEqual([50_024, 50_234])
    expect(stage.sandbox.violations()).toEqual([])
  })

  it('F70: begin with the Entry Point command, which the bot answers or Discord', async () => {
    const heard: string[] = []
    const entryPoint = {
      name: 'launch',
      type: CommandType.PrimaryEntryPoint as const,
      ...EVERYWHERE,
    }
    const bot = await stage.bot({
      commands: [{ ...entryPoint, handler: EntryPointCommandHandlerType.AppHandler }],
      onInteraction: async (interaction) => {
        if (!interaction.isPrimaryEntryPointCommand()) return
        heard.push(interaction.commandName)
        await interaction.launchActivity()
      },
    })
    const ada = await stage.page('ada')
    ada.use('launch', 'general')
    await ada.next('launch')
    await bot.application.commands.set([
      { ...entryPoint, handler: EntryPointCommandHandlerType.DiscordLaunchActivity },
    ])
    ada.use('launch', 'general')
    await ada.next('launch')
    expect(heard).toEqual(['launch'])
    expect(stage.sandbox.violations()).toEqual([])
  })

  it('F70: among people run at a private location', async () => {
    const bot = await stage.bot({
      commands: [NOTE],
      onInteraction: (interaction) =>
        interaction.isChatInputCommand() ? interaction.launchActivity() : undefined,
    })
    const ada = await stage.page('ada')
    ada.use('note', 'weekend')
    const { instanceId, channelId } = await ada.next('launch')
    ada.send({ type: 'join-activity', instanceId, channelId })
    ada.send({ type: 'handshake', instanceId })
    await ada.next('participants')
    expect(instanceId).toMatch(new RegExp(`-pc-${channelId}$`))
    const instance = await bot.application.fetchActivityInstance(instanceId)
    expect(instance.location).toMatchObject({ kind: 'pc', channelId })
    expect(stage.sandbox.violations()).toEqual([])
  })
})
