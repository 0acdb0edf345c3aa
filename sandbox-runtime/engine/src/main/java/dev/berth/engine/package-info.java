/** The engine of one host. Each subpackage has one noun of the domain, {@code host} puts them together; here are what it is opened with and the errors that all of them throw. */
package dev.berth.engine;
