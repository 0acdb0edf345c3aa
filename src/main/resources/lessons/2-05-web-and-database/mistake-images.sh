# The images: none, the folders exchanged, another password, settings by commit, none at all.
expect built not-yet "there is no image \`$BERTH_STUDENT_STORE\` yet"
store 'FROM webapp' "ENV DBHOST=$BERTH_STUDENT_DB"
expect built not-yet "does not stand on \`postgres\`"
store 'FROM postgres'
expect built not-yet "there is no image \`$BERTH_STUDENT_SITE\` yet"
site 'FROM postgres'
expect built not-yet "does not stand on \`webapp\`"
site 'FROM webapp'
expect built not-yet "no line \`ENV\` with the settings of the database"
store 'FROM postgres' "ENV POSTGRES_USER=$BERTH_STUDENT_USER POSTGRES_PASSWORD=another POSTGRES_DB=visits"
expect built not-yet "no line \`ENV\` with \`DBHOST\`"
site 'FROM webapp' "ENV DBHOST=$BERTH_STUDENT_DB DBNAME=visits DBUSER=$BERTH_STUDENT_USER DBPASS=another"
expect built not-yet "POSTGRES_PASSWORD=$BERTH_STUDENT_PASSWORD"
store 'FROM postgres' "ENV POSTGRES_USER=$BERTH_STUDENT_USER POSTGRES_PASSWORD=$BERTH_STUDENT_PASSWORD POSTGRES_DB=visits"
expect built not-yet "DBPASS=$BERTH_STUDENT_PASSWORD"
