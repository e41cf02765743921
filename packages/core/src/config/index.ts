export { nearestNameOf } from './nearest-name.ts';
export { type Config, defineConfig, type ParsedConfig, parseConfig, type WrittenConfig } from './parse-config.ts';
export { configJsonSchema, renderConfigReference } from './reference.ts';
export { configSchema } from './schema.ts';
