/** The engine of one host. Each subpackage has one noun of the domain; this one puts them together, and has the errors that all of them throw. */
package dev.berth.engine;
