<?php

class WP_Error {
	private $message;

	public function __construct( $code, $message ) {
		$this->message = $message;
	}

	public function get_error_message() {
		return $this->message;
	}
}

function is_wp_error( $thing ) {
	return $thing instanceof WP_Error;
}

function wp_remote_request( $url, $args ) {
	global $answer;
	$args              = apply_filters( 'http_request_args', $args + array( 'timeout' => 5, 'redirection' => 5, 'headers' => array(), 'body' => null ) );
	$answer['calls'][] = array( 'url' => $url, 'timeout' => $args['timeout'] );
	$headers           = $args['headers'];
	$body              = $args['body'];
	if ( is_array( $body ) ) {
		$headers['Content-Type'] = 'application/x-www-form-urlencoded';
		$body                    = http_build_query( $body, '', '&' );
	}
	$lines = array( 'Connection: close' );
	foreach ( $headers as $name => $value ) {
		$lines[] = "$name: $value";
	}
	$http    = array(
		'method'          => $args['method'],
		'header'          => $lines,
		'user_agent'      => $args['user-agent'],
		'content'         => (string) $body,
		'timeout'         => $args['timeout'],
		'follow_location' => $args['redirection'] > 0 ? 1 : 0,
		'ignore_errors'   => true,
	);
	$context = stream_context_create( array( 'http' => $http ) );
	try {
		$text = file_get_contents( $url, false, $context );
	} catch ( ErrorException $error ) {
		return new WP_Error( 'http_request_failed', $error->getMessage() );
	}
	return array( 'headers' => $http_response_header, 'body' => $text );
}

function wp_remote_retrieve_response_code( $response ) {
	return (int) explode( ' ', $response['headers'][0] )[1];
}

function wp_remote_retrieve_header( $response, $name ) {
	foreach ( $response['headers'] as $line ) {
		if ( 0 === stripos( $line, "$name:" ) ) {
			return trim( substr( $line, strlen( $name ) + 1 ) );
		}
	}
	return '';
}

function wp_remote_retrieve_body( $response ) {
	return $response['body'];
}

function wp_redirect( $url, $status = 302 ) {
	global $answer;
	$answer['status']   = $status;
	$answer['location'] = $url;
}

function wp_safe_redirect( $url ) {
	wp_redirect( 0 === strpos( $url, home_url() . '/' ) ? $url : admin_url() );
}

function wp_die( $message, $status = 500 ) {
	global $answer;
	$answer['status'] = $status;
	echo $message;
	exit;
}
