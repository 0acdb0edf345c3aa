/**
 * The engine's own documents on disk.
 */
package dev.berth.engine.record;
