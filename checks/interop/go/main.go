// Sends deliveries with GO Feature Flag's own exporter and notifier: a real sender that we did not write.
//
// HOOK is the URL to send to, SECRET the shared key, BATCH how many events the large batch holds. Each scenario sends to
// HOOK/<scenario>. What was sent is printed as one line of JSON per scenario.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	ffclient "github.com/thomaspoignant/go-feature-flag"
	"github.com/thomaspoignant/go-feature-flag/exporter"
	"github.com/thomaspoignant/go-feature-flag/exporter/webhookexporter"
	"github.com/thomaspoignant/go-feature-flag/ffcontext"
	"github.com/thomaspoignant/go-feature-flag/notifier"
	"github.com/thomaspoignant/go-feature-flag/notifier/webhooknotifier"
	"github.com/thomaspoignant/go-feature-flag/retriever/fileretriever"
	"github.com/thomaspoignant/go-feature-flag/utils/fflog"
)

const before = `
toggle:
  variations: {on: true, off: false}
  defaultRule: {variation: on}
  version: "1.0"
  metadata: {issue: "https://example.com/1?a=1&b=<2>"}
price:
  variations: {low: {cents: 199, label: "<cheap> & cheerful"}, high: {cents: 2.5}}
  targeting:
    - {name: adults, query: 'age >= 18 and country == "FR"', percentage: {low: 20, high: 80}}
  defaultRule: {variation: low}
colour:
  variations: {red: "#f00", blue: "#00f"}
  defaultRule: {variation: blue}
limit:
  variations: {small: 10, large: 9007199254740993}
  defaultRule: {variation: large}
ratio:
  variations: {half: 0.5, whole: 1.0}
  defaultRule: {variation: half}
list:
  variations: {short: ["a", 1, null], long: ["a", "b"]}
  defaultRule: {variation: short}
`

const after = `
toggle:
  variations: {on: true, off: false}
  defaultRule: {variation: off}
  version: "1.1"
added:
  variations: {on: true, off: false}
  targeting:
    - {name: early, query: 'age >= 65', progressiveRollout: {initial: {variation: off, percentage: 0, date: 2026-01-01T00:00:00Z}, end: {variation: on, percentage: 100, date: 2026-12-01T00:00:00.5+01:00}}}
  defaultRule: {variation: off}
  experimentation: {start: 2026-01-01T00:00:00Z, end: 2027-01-01T00:00:00Z}
`

type report struct {
	Scenario string `json:"scenario"`
	// Events put in: how many the receiver must see once repeats are dropped.
	Events int `json:"events"`
}

func main() {
	features()
	tracking()
	resend()
	large()
	notify()
}

// features evaluates flags of every kind of value, for a known, an anonymous and a nameless user, and one that is missing.
func features() {
	client := start("features", exporting(exporterTo("features", ffclient.FeatureEventExporter)))
	user := ffcontext.NewEvaluationContextBuilder("user-1").
		AddCustom("age", 42).AddCustom("country", "FR").AddCustom("email", "a<b>&c@example.com").
		AddCustom("gofeatureflag", map[string]any{"exporterMetadata": map[string]any{"tag": "<b>&amp;", "n": 1}}).
		Build()
	anonymous := ffcontext.NewAnonymousEvaluationContext("anonymous-1")
	_, _ = client.BoolVariation("toggle", user, false)
	_, _ = client.BoolVariation("toggle", anonymous, false)
	_, _ = client.JSONVariation("price", user, map[string]any{})
	_, _ = client.JSONVariation("price", anonymous, map[string]any{})
	_, _ = client.StringVariation("colour", user, "none")
	_, _ = client.IntVariation("limit", user, 0)
	_, _ = client.Float64Variation("ratio", user, 0)
	_, _ = client.JSONArrayVariation("list", user, nil)
	_, _ = client.BoolVariation("missing", user, false)
	_, _ = client.StringVariation("missing \u2028 <&>", ffcontext.NewEvaluationContext("üser ☃"), "default")
	client.Close()
	done("features", 10)
}

// tracking sends events of the user's own, with details and without.
func tracking() {
	client := start("tracking", exporting(exporterTo("tracking", ffclient.TrackingEventExporter)))
	user := ffcontext.NewEvaluationContextBuilder("user-1").AddCustom("email", "a<b>@example.com").Build()
	client.Track("checkout", user, map[string]any{"value": 99.77, "currency": "USD", "nested": []any{1, "two", nil}})
	client.Track("visit", user, nil)
	client.Track("visit <&>", ffcontext.NewAnonymousEvaluationContext("anonymous-1"), map[string]any{"big": 9007199254740993})
	client.Close()
	done("tracking", 3)
}

// resend makes events in two lots. The receiver refuses the first lot alone, so it comes again inside a larger batch.
func resend() {
	data := exporterTo("resend", ffclient.FeatureEventExporter)
	refused := make(chan struct{}, 1)
	data.Exporter = &observed{data.Exporter.(*webhookexporter.Exporter), refused}
	client := start("resend", exporting(data))
	_, _ = client.BoolVariation("toggle", ffcontext.NewEvaluationContext("first"), false)
	<-refused
	_, _ = client.BoolVariation("toggle", ffcontext.NewEvaluationContext("second"), false)
	_, _ = client.StringVariation("colour", ffcontext.NewEvaluationContext("second"), "none")
	client.Close()
	done("resend", 3)
}

// observed says when the exporter was refused, and leaves all else to it.
type observed struct {
	*webhookexporter.Exporter
	refused chan<- struct{}
}

func (o *observed) Export(ctx context.Context, logger *fflog.FFLogger, events []exporter.ExportableEvent) error {
	err := o.Exporter.Export(ctx, logger, events)
	if err != nil {
		select {
		case o.refused <- struct{}{}:
		default:
		}
	}
	return err
}

// large sends one batch as large as an exporter holds by default.
func large() {
	count, err := strconv.Atoi(os.Getenv("BATCH"))
	check(err)
	events := make([]exporter.ExportableEvent, 0, count)
	for index := range count {
		user := ffcontext.NewEvaluationContext(fmt.Sprintf("user-%d", index))
		events = append(events, exporter.NewFeatureEvent(user, "toggle", true, "on", false, "1.0", "SERVER", nil))
	}
	sender := &webhookexporter.Exporter{EndpointURL: hook("large"), Secret: os.Getenv("SECRET"), Meta: meta()}
	check(sender.Export(context.Background(), &fflog.FFLogger{}, events))
	done("large", count)
}

// notify starts with six flags, then changes one, adds one and deletes the others.
func notify() {
	sent := make(chan struct{}, 2)
	webhook := &webhooknotifier.Notifier{EndpointURL: hook("notify"), Secret: os.Getenv("SECRET"), Meta: meta()}
	client := start("notify", ffclient.Config{Notifiers: []notifier.Notifier{&observedNotifier{webhook, sent}}})
	// One after the other: v1.55.2 keeps the signature in a map that concurrent notifications share, and mixes them up.
	<-sent
	write("notify", after)
	client.ForceRefresh()
	<-sent
	client.Close()
	done("notify", 2)
}

// observedNotifier says when a notification was sent, and leaves all else to the notifier.
type observedNotifier struct {
	*webhooknotifier.Notifier
	sent chan<- struct{}
}

func (o *observedNotifier) Notify(diff notifier.DiffCache) error {
	err := o.Notifier.Notify(diff)
	o.sent <- struct{}{}
	return err
}

const flushInterval = 250 * time.Millisecond

func start(scenario string, config ffclient.Config) *ffclient.GoFeatureFlag {
	write(scenario, before)
	config.PollingInterval = time.Minute
	config.Retriever = &fileretriever.Retriever{Path: file(scenario)}
	client, err := ffclient.New(config)
	check(err)
	return client
}

func exporterTo(scenario string, kind string) ffclient.DataExporter {
	return ffclient.DataExporter{
		FlushInterval:     flushInterval,
		MaxEventInMemory:  1000,
		ExporterEventType: kind,
		Exporter: &webhookexporter.Exporter{
			EndpointURL: hook(scenario),
			Secret:      os.Getenv("SECRET"),
			Meta:        meta(),
			Headers:     map[string][]string{"Authorization": {"Bearer of the user's own"}},
		},
	}
}

func exporting(data ffclient.DataExporter) ffclient.Config {
	return ffclient.Config{DataExporters: []ffclient.DataExporter{data}}
}

func hook(scenario string) string { return os.Getenv("HOOK") + "/" + scenario }

func meta() map[string]string { return map[string]string{"hostname": "server01", "app": "a & <b>"} }

func file(scenario string) string { return filepath.Join(os.TempDir(), scenario+".yaml") }

func write(scenario string, flags string) { check(os.WriteFile(file(scenario), []byte(flags), 0o600)) }

func done(scenario string, events int) {
	check(json.NewEncoder(os.Stdout).Encode(report{Scenario: scenario, Events: events}))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
