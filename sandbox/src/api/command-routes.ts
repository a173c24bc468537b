import { ApplicationIntegrationType, type APIApplicationCommand } from 'discord-api-types/v10'
import {
  ApplicationCommandCreateRequestSchema,
  ApplicationCommandResponseSchema,
  ApplicationCommandUpdateRequestSchema,
  CommandPermissionsResponseSchema,
} from 'discord-api-spec/zod'
import * as z from 'zod/mini'
import { refusal } from '../protocol/api-error.ts'
import { commandListProblems, commandProblems, isEntryPoint } from '../protocol/command-rule.ts'
import type { Json } from '../state/component.ts'
import type { Call, Route } from './route.ts'
import type { Services } from './services.ts'

const GLOBAL = '/applications/{application_id}/commands'
const GUILD = '/applications/{application_id}/guilds/{guild_id}/commands'
const commandList = z.array(ApplicationCommandResponseSchema)

/** Registering commands, for everybody or for one guild. */
export function commandRoutes(services: Services): Route[] {
  return [GLOBAL, GUILD]
    .flatMap((path): Route[] => [
      {
        method: 'get',
        path,
        reply: commandList,
        handle: (call) => ({ body: services.world.commands(scopeOf(services, call)) }),
      },
      {
        method: 'put',
        path,
        request: (body) =>
          withNumberPermissions(z.array(ApplicationCommandUpdateRequestSchema), body),
        reply: commandList,
        handle: (call) => ({ body: replaceAll(services, call) }),
      },
      {
        method: 'post',
        path,
        request: (body) => withNumberPermissions(ApplicationCommandCreateRequestSchema, body),
        reply: ApplicationCommandResponseSchema,
        handle: (call) => ({ status: 201, body: add(services, call) }),
      },
      {
        method: 'get',
        path: `${path}/{command_id}`,
        reply: ApplicationCommandResponseSchema,
        handle: (call) => ({ body: commandOf(services, call) }),
      },
      {
        method: 'delete',
        path: `${path}/{command_id}`,
        handle: (call) => {
          const { id } = commandOf(services, call)
          const scope = scopeOf(services, call)
          const others = services.world.commands(scope).filter((command) => command.id !== id)
          services.world.setCommands(scope, others)
          return {}
        },
      },
    ])
    .concat({
      method: 'get',
      path: `${GUILD}/permissions`,
      reply: z.array(CommandPermissionsResponseSchema),
      handle: (call) => {
        scopeOf(services, call)
        return { body: [] }
      },
    })
}

function commandOf(services: Services, call: Call): APIApplicationCommand {
  const commands = services.world.commands(scopeOf(services, call))
  const command = commands.find(({ id }) => id === call.params['command_id'])
  if (!command) throw refusal.unknownCommand()
  return command
}

/**
 * The OpenAPI description says `default_member_permissions` is a number; docs and discord.js say
 * string. "On conflict follow the docs": a string of digits is read as the number.
 */
function withNumberPermissions<S>(schema: S, body: unknown): S {
  for (const command of [body].flat() as Json[]) {
    const permissions = command['default_member_permissions']
    if (typeof permissions === 'string') command['default_member_permissions'] = Number(permissions)
  }
  return schema
}

function scopeOf({ application, world }: Services, { params }: Call): string | null {
  if (params['application_id'] !== application.id) throw refusal.unknownApplication()
  const guildId = params['guild_id'] ?? null
  if (guildId !== null && guildId !== world.place.guild.id) throw refusal.unknownGuild()
  return guildId
}

function replaceAll(services: Services, call: Call): APIApplicationCommand[] {
  const scope = scopeOf(services, call)
  const before = services.world.commands(scope)
  const wanted = call.body as unknown as Json[]
  const problems = commandListProblems(wanted)
  if (problems.length > 0) throw refusal.invalidForm(problems)
  if (before.some(isEntryPoint) && !wanted.some(isEntryPoint)) throw refusal.entryPointMissing()
  const commands = wanted.map((command) => completed(services, command, scope, before))
  services.world.setCommands(scope, commands)
  return commands
}

function add(services: Services, call: Call): APIApplicationCommand {
  const scope = scopeOf(services, call)
  const problems = commandProblems(call.body)
  if (problems.length > 0) throw refusal.invalidForm(problems)
  const before = services.world.commands(scope)
  const command = completed(services, call.body, scope, before)
  services.world.setCommands(scope, [...before.filter(({ id }) => id !== command.id), command])
  return command
}

/** A command of the same name and type keeps its id. */
function completed(
  { application, world }: Services,
  request: Json,
  guildId: string | null,
  before: APIApplicationCommand[],
): APIApplicationCommand {
  const type = request['type'] ?? 1
  const same = before.find((one) => one.name === request['name'] && one.type === type)
  const permissions = request['default_member_permissions']
  const given = Object.entries(request).filter(([, value]) => value !== undefined && value !== null)
  return {
    description: '',
    nsfw: false,
    ...Object.fromEntries(given),
    id: same?.id ?? world.nextId(),
    application_id: application.id,
    version: world.nextId(),
    type,
    default_member_permissions: permissions == null ? null : String(permissions),
    ...(guildId === null
      ? {
          integration_types: request['integration_types'] ?? [
            ApplicationIntegrationType.GuildInstall,
            ApplicationIntegrationType.UserInstall,
          ],
          contexts: request['contexts'] ?? null,
        }
      : { guild_id: guildId }),
  } as APIApplicationCommand
}
