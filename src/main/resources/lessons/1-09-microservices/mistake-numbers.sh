# Answers that were not thought through.

expect slow not-yet 'you have not typed yet'
answer wait 10
expect slow not-yet '`10` is not how long'
expect down not-yet 'you have not typed yet'
answer missing 10
expect down not-yet '`10` minutes is not'
expect reasons not-yet 'you have not chosen yet'
answer fits "1"
expect reasons not-yet 'one is missing, or one is too many'
