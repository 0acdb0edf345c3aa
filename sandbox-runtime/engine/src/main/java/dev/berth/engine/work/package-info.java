/**
 * The engine's threads, and the serial queues that run on them.
 */
package dev.berth.engine.work;
