export interface Thing { level: number }
