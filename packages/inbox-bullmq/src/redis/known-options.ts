/**
 * Every option of ioredis 6, and `url`. ioredis ignores what it does not know: `ssl` for `tls`
 * would connect without it.
 */
export const KNOWN_OPTIONS: readonly string[] = `
  url host port path family tls username password db name keyPrefix connectionName
  disableClientInfo clientInfoTag connectTimeout disconnectTimeout commandTimeout blockingTimeout
  blockingTimeoutGrace socketTimeout keepAlive noDelay retryStrategy reconnectOnError
  maxRetriesPerRequest maxLoadingRetryTime lazyConnect enableOfflineQueue enableReadyCheck
  autoResubscribe autoResendUnfulfilledCommands offlineQueue commandQueue enableAutoPipelining
  autoPipeliningIgnoredCommands readOnly stringNumbers protocol replyMapping monitor scripts
  himportFieldsets showFriendlyErrorStack Connector role sentinels sentinelUsername
  sentinelPassword sentinelRetryStrategy sentinelReconnectStrategy sentinelCommandTimeout
  sentinelTLS sentinelMaxConnections enableTLSForSentinelMode preferredSlaves natMap
  updateSentinels failoverDetector
`
  .trim()
  .split(/\s+/);
