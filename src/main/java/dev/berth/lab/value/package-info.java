/** Values of a student's own, and texts with places for them. */
package dev.berth.lab.value;
