/** What students have passed and answered, and how that is noticed while they work. */
package dev.berth.lab.progress;
