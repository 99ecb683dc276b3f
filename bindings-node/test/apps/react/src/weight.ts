export const weight = '__WEIGHT__';
