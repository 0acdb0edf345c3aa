/** Terminals that all who look at a machine share: shells, what they printed, views with credit. Everything happens on one event loop. */
package dev.berth.lab.terminal;
