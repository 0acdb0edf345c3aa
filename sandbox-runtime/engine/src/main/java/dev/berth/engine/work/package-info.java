/**
 * The engine's threads, the serial queues that run on them, and what bounds work that clients ask for.
 */
package dev.berth.engine.work;
