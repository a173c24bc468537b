import type { Services } from '../api/services.ts'
import type { Question, ToPage } from '../wire/control.ts'
import { activityView, participantView } from './page-state.ts'
import type { Tab } from './tab.ts'

/** Answers what an Activity asks through the page's RPC host. */
export function answerQuestion(
  services: Services,
  tab: Tab,
  id: string,
  question: Question,
): ToPage {
  switch (question.about) {
    case 'code': {
      if (question.clientId !== services.application.id) return refusal(id, 'Invalid client ID')
      return {
        type: 'answer',
        id,
        data: { code: services.oauth.issueCode(tab.user.id, question.scopes) },
      }
    }
    case 'token':
      return authenticated(services, tab, id, question.accessToken)
    default: {
      const instance = services.instances.find(question.instanceId)
      const participants = instance ? activityView(services, instance).participants : []
      return { type: 'answer', id, data: { participants } }
    }
  }
}

function authenticated(services: Services, tab: Tab, id: string, accessToken: string): ToPage {
  const grant = services.oauth.read(accessToken)
  if (grant?.userId !== tab.user.id) return refusal(id, 'Invalid access token')
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

function refusal(id: string, message: string): ToPage {
  return { type: 'refusal', id, message }
}
