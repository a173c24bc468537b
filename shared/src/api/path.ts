/** Below this address of the server lie the routes of the API. */
export const API_PATH = '/api/v1'
