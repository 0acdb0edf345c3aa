/** Volumes of a machine, and what its containers have mounted. Contents are the machine's (hostile); records are the engine's. */
package dev.berth.engine.volume;
