/** Control groups of machines and containers, on both versions of the kernel's interface. */
package dev.berth.runtime.controlgroup;
