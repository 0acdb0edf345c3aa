/** Images that come from a registry, and go to one: which layers are needed, and what is told of them on the way. Which level sees an image then is not decided here. */
package dev.berth.engine.image.distribution;
