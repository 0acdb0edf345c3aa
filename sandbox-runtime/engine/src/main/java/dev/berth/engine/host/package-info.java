/** The engine of one host: puts its parts together. Known to nobody in the engine. */
package dev.berth.engine.host;
