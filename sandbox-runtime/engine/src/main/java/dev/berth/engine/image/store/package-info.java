/** Who sees which image, by which names: the catalogue's view and each machine's, what comes onto them and leaves them, and what is held for that. */
package dev.berth.engine.image.store;
