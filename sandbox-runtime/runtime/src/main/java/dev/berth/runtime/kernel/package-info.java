/** Every system call of the engine, and the owners of what they open. Knows nothing of machines. */
package dev.berth.runtime.kernel;
