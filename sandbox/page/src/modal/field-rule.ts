/** What a text has to keep to. */
export interface TextRule {
  isRequired: boolean
  min: number
  max: number
}

/** What a number of values has to keep to. */
export interface CountRule {
  isRequired: boolean
  min: number
  max: number
}

/** Why a text can't be sent, or null. Nothing at all is fine where nothing is required. */
export function textProblem(text: string, { isRequired, min, max }: TextRule): string | null {
  const isEmpty = text.trim() === ''
  if (isEmpty) return isRequired ? 'This field is required.' : null
  if (text.length < min) return `Must be at least ${min} characters.`
  return text.length > max ? `Must be at most ${max} characters.` : null
}

/** Why so many values can't be sent, or null. */
export function countProblem(count: number, { isRequired, min, max }: CountRule): string | null {
  if (count === 0) return isRequired && min > 0 ? 'This field is required.' : null
  if (count < min) return `Select at least ${min}.`
  return count > max ? `Select at most ${max}.` : null
}
