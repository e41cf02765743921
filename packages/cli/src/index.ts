export { defineConfig, type WrittenConfig } from '@millwright/core/config';
