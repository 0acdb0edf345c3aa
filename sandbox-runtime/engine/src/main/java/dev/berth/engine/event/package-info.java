/**
 * What happened, for those who listen.
 */
package dev.berth.engine.event;
