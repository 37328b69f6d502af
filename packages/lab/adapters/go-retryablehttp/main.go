// Go's net/http with hashicorp's go-retryablehttp, as its page shows:
//
//	RetryMax      as the job says; RetryWaitMin 100 ms, doubling; CheckRetry and Backoff as they come
//	ErrorHandler  PassthroughErrorHandler, so that the last answer is kept
//	HTTPClient    Timeout: each attempt's, its body included; CheckRedirect counts, as the number cannot be set otherwise
//	context       the whole call's time
//
// Go decodes gzip by itself and no other coding.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

const keptBytes = 64 * 1024

// A call that is still under way so long after its time is given up.
const grace = time.Second

// Set when it is built.
var version = "unknown"

type options struct {
	Attempts, AttemptMs, TotalMs, MaxRedirects int
}

type job struct {
	Id, Method, Url string
	Headers         map[string]string
	Body            *string
	Stream          bool
	Options         options
}

type failure struct {
	Kind    string `json:"kind"`
	Message string `json:"message"`
}

type result struct {
	Id        string            `json:"id"`
	Ok        bool              `json:"ok"`
	Status    *int              `json:"status"`
	Url       string            `json:"url,omitempty"`
	Headers   map[string]string `json:"headers,omitempty"`
	Body      string            `json:"body"`
	BodyBytes int               `json:"bodyBytes"`
	Error     *failure          `json:"error"`
	Ms        int64             `json:"ms"`
}

var (
	clients = map[options]*retryablehttp.Client{}
	lock    sync.Mutex
)

func clientFor(wanted options) *retryablehttp.Client {
	lock.Lock()
	defer lock.Unlock()
	if known, ok := clients[wanted]; ok {
		return known
	}
	client := retryablehttp.NewClient()
	client.Logger = nil
	client.RetryMax = wanted.Attempts - 1
	client.RetryWaitMin = 100 * time.Millisecond
	client.ErrorHandler = retryablehttp.PassthroughErrorHandler
	client.HTTPClient.Timeout = time.Duration(wanted.AttemptMs) * time.Millisecond
	client.HTTPClient.CheckRedirect = func(_ *http.Request, via []*http.Request) error {
		if len(via) > wanted.MaxRedirects {
			return fmt.Errorf("stopped after %d redirects", wanted.MaxRedirects)
		}
		return nil
	}
	clients[wanted] = client
	return client
}

func perform(work job, out *result) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Duration(work.Options.TotalMs)*time.Millisecond)
	defer cancel()
	var content interface{}
	if work.Body != nil {
		content = []byte(*work.Body)
		if work.Stream {
			content = io.MultiReader(strings.NewReader(*work.Body))
		}
	}
	request, err := retryablehttp.NewRequest(work.Method, work.Url, content)
	if err != nil {
		return err
	}
	for name, value := range work.Headers {
		request.Header.Set(name, value)
		if name == "host" {
			request.Host = value
		}
	}
	answer, err := clientFor(work.Options).Do(request.WithContext(ctx))
	if answer != nil {
		defer answer.Body.Close()
		out.Status = &answer.StatusCode
		out.Url = answer.Request.URL.String()
		out.Headers = map[string]string{}
		for name, values := range answer.Header {
			out.Headers[strings.ToLower(name)] = strings.Join(values, ", ")
		}
	}
	if err != nil {
		return err
	}
	bytes, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	out.Ok = answer.StatusCode >= 200 && answer.StatusCode < 300
	out.BodyBytes = len(bytes)
	if len(bytes) > keptBytes {
		bytes = bytes[:keptBytes]
	}
	out.Body = strings.ToValidUTF8(string(bytes), "")
	return nil
}

func kindOf(err error) string {
	text := err.Error()
	var timeout net.Error
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "timeout"
	case strings.Contains(text, "redirects"), strings.Contains(text, "Location header"), strings.Contains(text, "unsupported protocol scheme"):
		return "redirects"
	case strings.Contains(text, "gzip:"):
		return "decode"
	case strings.Contains(text, "malformed"), strings.Contains(text, "unexpected HTTP"):
		return "protocol"
	case strings.Contains(text, "exceeded") && strings.Contains(text, "bytes"):
		return "too-large"
	}
	return "network"
}

// finished waits for the result of a job, and gives up a call that does not end, before the lab stops the adapter.
func finished(work job) result {
	done := make(chan result, 1)
	go func() {
		out := result{Id: work.Id}
		if err := perform(work, &out); err != nil {
			out.Ok = false
			out.Error = &failure{kindOf(err), err.Error()}
		}
		done <- out
	}()
	limit := time.Duration(work.Options.TotalMs)*time.Millisecond + grace
	select {
	case out := <-done:
		return out
	case <-time.After(limit):
		return result{Id: work.Id, Error: &failure{"other", fmt.Sprintf("The client was still at it after %v.", limit)}}
	}
}

func main() {
	lines := json.NewEncoder(os.Stdout)
	lines.Encode(map[string]interface{}{
		"client":  "Go net/http + go-retryablehttp",
		"version": version,
		"runtime": "Go " + strings.TrimPrefix(runtime.Version(), "go"),
		"setup":   "RetryMax, RetryWaitMin 100 ms, PassthroughErrorHandler, HTTPClient.Timeout, CheckRedirect, context",
		"lacks":   []string{"cache", "renew", "pause", "quota", "resume", "update", "poll", "limits"},
	})
	input := bufio.NewScanner(os.Stdin)
	input.Buffer(nil, 16*1024*1024)
	var printing sync.Mutex
	for input.Scan() {
		var work job
		if err := json.Unmarshal(input.Bytes(), &work); err != nil {
			panic(err)
		}
		go func() {
			start := time.Now()
			out := finished(work)
			out.Ms = time.Since(start).Milliseconds()
			printing.Lock()
			defer printing.Unlock()
			lines.Encode(out)
		}()
	}
}
