/** Hashing at the speed of the host. */
package dev.berth.runtime.hash;
