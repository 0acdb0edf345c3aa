/** The engine's side of the socket to the launcher. */
package dev.berth.runtime.launcher;
