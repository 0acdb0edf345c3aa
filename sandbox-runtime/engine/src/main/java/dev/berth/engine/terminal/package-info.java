/**
 * Shells in machines that outlive their clients, and the ring on disk from which each client reads at its own pace.
 */
package dev.berth.engine.terminal;
