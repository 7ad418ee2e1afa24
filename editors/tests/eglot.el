;;; eglot.el --- a real Emacs with Eglot and the settings of docs/editors.md -*- lexical-binding: t -*-
;; Opens a draft, types, sees findings, takes a fix. Started by .ci/lsp in a folder with a publication, where there is such an Emacs.

(require 'eglot)
(require 'flymake)
(setq eglot-sync-connect t make-backup-files nil create-lockfiles nil eglot-send-changes-idle-time 0.05)

(defun desk-codes ()
  "What stands in the margin: line and first words of each finding."
  (sort (mapcar (lambda (told) (list (line-number-at-pos (flymake-diagnostic-beg told)) (flymake-diagnostic-text told)))
                (flymake-diagnostics))
        (lambda (one other) (< (car one) (car other)))))

(defun desk-expect (what count)
  "Waits until COUNT findings stand in the margin."
  (let ((end (+ (float-time) 15)))
    (while (and (< (float-time) end) (/= (length (flymake-diagnostics)) count))
      (accept-process-output nil 0.05)
      (flymake-start nil t))
    (message "emacs: %s: %S" what (desk-codes))
    (unless (= (length (flymake-diagnostics)) count) (kill-emacs 1))))

(find-file "tents.md")
(eglot-ensure)
(eglot--maybe-activate-editing-mode)
(unless (eglot-current-server) (apply #'eglot (eglot--guess-contact)))
(desk-expect "opens a draft" 1)
(goto-char (point-max))
(insert "\nExperts say that 🎈 40% of the tents leak.\n")
(eglot--signal-textDocument/didChange)
(desk-expect "types a sentence" 2)
(goto-char (point-min))
(search-forward "the shop")
(let ((action (seq-find (lambda (action) (eq t (plist-get action :isPreferred)))
                        (append (jsonrpc-request (eglot--current-server-or-lose) :textDocument/codeAction
                                                 (list :textDocument (eglot--TextDocumentIdentifier)
                                                       :range (list :start (eglot--pos-to-lsp-position (point)) :end (eglot--pos-to-lsp-position (point)))
                                                       :context (list :diagnostics [])))
                                nil))))
  (eglot--apply-workspace-edit (plist-get action :edit)))
(eglot--signal-textDocument/didChange)
(desk-expect "takes the fix" 1)
(goto-char (flymake-diagnostic-beg (car (flymake-diagnostics))))
(message "emacs: at the finding stands %S" (buffer-substring (point) (+ (point) 3)))
(unless (equal (buffer-substring (point) (+ (point) 3)) "40%") (kill-emacs 1))
(set-buffer-modified-p nil)
(eglot-shutdown (eglot-current-server))
(kill-emacs 0)
