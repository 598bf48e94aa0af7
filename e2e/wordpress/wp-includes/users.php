<?php

function get_current_user_id() {
	global $user;
	return $user['id'];
}

function current_user_can( $capability ) {
	global $user;
	return in_array( $capability, $user['capabilities'], true );
}

function wp_create_nonce( $action ) {
	return substr( hash_hmac( 'sha256', $action . '|' . get_current_user_id(), 'the salt of this site' ), 0, 10 );
}

function wp_nonce_field( $action ) {
	printf( '<input type="hidden" name="_wpnonce" value="%s">', wp_create_nonce( $action ) );
}

function check_admin_referer( $action ) {
	if ( ! hash_equals( wp_create_nonce( $action ), $_REQUEST['_wpnonce'] ?? '' ) ) {
		wp_die( 'The link you followed has expired.', 403 );
	}
}
