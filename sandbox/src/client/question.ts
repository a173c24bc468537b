import type { Services } from '../api/services.ts'
import type { Question, ToPage } from '../wire/control.ts'
import { activityView, participantView } from './page-state.ts'
import type { Tab } from './tab.ts'

/** RPC error codes: docs.discord.com/developers/topics/opcodes-and-status-codes#rpc. */
const Code = { invalidClient: 4007, invalidToken: 4009, oauth: 5000 } as const
const DENIED =
  'OAuth2 Error: access_denied: The resource owner or authorization server denied the request.'

/** Answers what an Activity asks through the page's RPC host. */
export async function answerQuestion(
  services: Services,
  tab: Tab,
  id: string,
  question: Question,
): Promise<ToPage> {
  switch (question.about) {
    case 'code':
      return authorized(services, tab, id, question)
    case 'token':
      return authenticated(services, tab, id, question.accessToken)
    default: {
      const instance = services.instances.find(question.instanceId)
      const participants = instance ? activityView(services, instance).participants : []
      return { type: 'answer', id, data: { participants } }
    }
  }
}

/** Who has said yes to these scopes once is not asked again. */
async function authorized(
  { application, oauth, conditions }: Services,
  tab: Tab,
  id: string,
  { clientId, scopes }: Extract<Question, { about: 'code' }>,
): Promise<ToPage> {
  if (clientId !== application.id) return refusal(id, 'Invalid client ID', Code.invalidClient)
  const userId = tab.user.id
  if (conditions.now.consent === 'refuse') return refusal(id, DENIED, Code.oauth)
  if (conditions.now.consent === 'ask' && !oauth.hasConsent(userId, scopes)) {
    if (!(await tab.askConsent(id, scopes))) return refusal(id, DENIED, Code.oauth)
    oauth.consent(userId, scopes)
  }
  return { type: 'answer', id, data: { code: oauth.issueCode(userId, scopes) } }
}

function authenticated(services: Services, tab: Tab, id: string, accessToken: string): ToPage {
  const grant = services.oauth.read(accessToken)
  if (grant?.userId !== tab.user.id) return refusal(id, 'Invalid access token', Code.invalidToken)
  const {
    id: userId,
    username,
    discriminator,
    avatar,
    global_name,
  } = participantView(services, tab.user)
  const { application } = services
  return {
    type: 'answer',
    id,
    data: {
      access_token: accessToken,
      user: { id: userId, username, discriminator, avatar, global_name, public_flags: 0 },
      scopes: grant.scopes,
      expires: new Date(grant.expires).toISOString(),
      application: { id: application.id, name: application.name, description: '', icon: null },
    },
  }
}

function refusal(id: string, message: string, code: number): ToPage {
  return { type: 'refusal', id, message, code }
}
