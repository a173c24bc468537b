/**
 * The package's own types are one `.ts` file that does not compile under our options (enums), so
 * the few schemas the sandbox uses are declared here. `routes.test.ts` holds them to the package.
 */
declare module 'discord-api-spec/zod' {
  import type { core } from 'zod'

  type Schema = core.$ZodType

  export const ApplicationCommandAutocompleteCallbackRequestSchema: Schema
  export const ApplicationCommandCreateRequestSchema: Schema
  export const ApplicationCommandPatchRequestPartialSchema: Schema
  export const ApplicationCommandResponseSchema: Schema
  export const ApplicationCommandUpdateRequestSchema: Schema
  export const CommandPermissionsResponseSchema: Schema
  export const CreateMessageInteractionCallbackRequestSchema: Schema
  export const CreatePrivateChannelRequestSchema: Schema
  export const CreateTextThreadWithMessageRequestSchema: Schema
  export const CreateTextThreadWithoutMessageRequestSchema: Schema
  export const CreatedThreadResponseSchema: Schema
  export const EmbeddedActivityInstanceSchema: Schema
  export const ErrorSchema: Schema
  export const GatewayBotResponseSchema: Schema
  export const GuildChannelResponseSchema: Schema
  export const GuildMemberResponseSchema: Schema
  export const GuildRoleResponseSchema: Schema
  export const GuildWithCountsResponseSchema: Schema
  export const IncomingWebhookRequestPartialSchema: Schema
  export const IncomingWebhookUpdateRequestPartialSchema: Schema
  export const InteractionCallbackResponseSchema: Schema
  export const LaunchActivityInteractionCallbackRequestSchema: Schema
  export const MessageCreateRequestSchema: Schema
  export const MessageEditRequestPartialSchema: Schema
  export const MessageResponseSchema: Schema
  export const ModalInteractionCallbackRequestSchema: Schema
  export const MyGuildResponseSchema: Schema
  export const OAuth2GetAuthorizationResponseSchema: Schema
  export const PinnedMessagesResponseSchema: Schema
  export const PrivateApplicationResponseSchema: Schema
  export const PrivateChannelResponseSchema: Schema
  export const PrivateGroupChannelResponseSchema: Schema
  export const PrivateGuildMemberResponseSchema: Schema
  export const RatelimitedResponseSchema: Schema
  export const ThreadMemberResponseSchema: Schema
  export const ThreadResponseSchema: Schema
  export const ThreadsResponseSchema: Schema
  export const TypingIndicatorResponseSchema: Schema
  export const UpdateMessageInteractionCallbackRequestSchema: Schema
  export const UpdateThreadRequestPartialSchema: Schema
  export const UserPIIResponseSchema: Schema
  export const UserResponseSchema: Schema
}
