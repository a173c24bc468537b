import {
  ApplicationCommandOptionType as Option,
  type APIApplicationCommandOption,
} from 'discord-api-types/v10'

interface Limits {
  min_length?: number
  max_length?: number
  min_value?: number
  max_value?: number
}

/**
 * Why Discord would not send an option, or null. `isKnown`: what was typed is the name of one of the
 * choices; null when it has none.
 */
export function problemOf(
  option: APIApplicationCommandOption,
  text: string,
  isKnown: boolean | null,
): string | null {
  if (text === '') return option.required ? 'This option is required. Specify a value.' : null
  const limits = option as Limits
  switch (option.type) {
    case Option.String:
      return isKnown === false ? 'Choose one of the options.' : lengthProblem(text, limits)
    case Option.Integer:
    case Option.Number: {
      const pattern = option.type === Option.Integer ? /^-?\d+$/ : /^-?\d+(?:\.\d+)?$/
      if (isKnown === true) return null
      if (isKnown === false) return 'Choose one of the options.'
      return pattern.test(text) ? valueProblem(Number(text), limits) : 'Enter a valid number.'
    }
    case Option.Boolean:
      return isKnown ? null : 'Choose True or False.'
    case Option.User:
      return isKnown ? null : 'Choose somebody from the list.'
    case Option.Channel:
      return isKnown ? null : 'Choose a channel from the list.'
    case Option.Role:
    case Option.Mentionable:
      return isKnown ? null : 'Choose a role or somebody from the list.'
    default:
      return null
  }
}

function lengthProblem(text: string, { min_length = 0, max_length = 6000 }: Limits): string | null {
  if (text.length < min_length) return `Enter at least ${min_length} characters.`
  if (text.length > max_length) return `Enter at most ${max_length} characters.`
  return null
}

function valueProblem(value: number, { min_value, max_value }: Limits): string | null {
  if (min_value !== undefined && value < min_value) return `Enter ${min_value} or more.`
  if (max_value !== undefined && value > max_value) return `Enter ${max_value} or less.`
  return null
}
