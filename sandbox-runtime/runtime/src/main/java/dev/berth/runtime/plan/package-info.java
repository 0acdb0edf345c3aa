/** What has to be done, as data: a pure planner turns specs into launch plans; {@link dev.berth.runtime.plan.StepWriter} writes them for the launcher. */
package dev.berth.runtime.plan;
